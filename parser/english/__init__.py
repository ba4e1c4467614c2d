"""Words as English has them, whatever the schema: tokens, inflection, figures, dates."""
