"""Per record or page and language: which text there is, what was approved of it, and what the source said then.

What other rooms use:

- `kinds`: `register(Kind(...))` in an app's `ready()` brings a record or page type in; `Scope` says who works where.
- `selectors`: `read(item, code)` gives one text with everything around it (`LanguageWork`: state, text, approved
  text, source then, source now, comments, token), `item_of(obj)` the item of a record or page.
- `services`: `save_draft`, `submit`, `approve`, `send_back`, `comment`, `resolve`, `mark_small_change`. Each takes
  the token of the screen it was called from and raises `StaleText` when something else is true by now.
"""
