"""The reference of the API at ``/docs``: the contract enters as it is published, a page to read and try it leaves."""
