"""What a request may say: one GET form per report, which gives a frozen `Scope`; one POST form per action."""
