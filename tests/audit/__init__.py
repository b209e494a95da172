"""What `make audit` looks at: locks, licences, secrets in tracked files, Bandit. Works without a network."""
