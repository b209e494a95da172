"""Sends what the outbox holds: mail by SMTP, webhooks by HTTP. Runs in the server, or as `jipp deliver`."""
