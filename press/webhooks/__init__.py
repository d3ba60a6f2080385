"""Telling partners' systems at once what changed, after Standard Webhooks (https://www.standardwebhooks.com/)."""
