"""spaCy's side of the house: a tokenizer and components that carry the rules' mentions on a Doc."""
