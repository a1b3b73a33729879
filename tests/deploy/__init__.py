"""What is shipped to run the service: the image, the manifests, the dashboard and the alarms."""
