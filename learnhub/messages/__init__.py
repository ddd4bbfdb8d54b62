"""The outbox and its senders: address, language and person number only; never imports people."""
