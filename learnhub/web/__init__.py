"""What every page shares: who may come in, forms, errors, headers, paging, languages, the light mode."""
