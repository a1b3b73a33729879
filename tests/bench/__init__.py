"""What ``make bench`` measures: ratios against a floor in the same run, with the registers in other processes."""
