"""Personal data past the term that their source.toml states: not loaded, and to be purged."""

from pipelines.checks.suite import Suite, quality

SUITE = Suite(
    "staging.survey_expirations",
    (
        quality(
            "expect_column_values_to_be_null",
            "Des données personnelles sont gardées au-delà de leur terme, sans plus être lues.",
            column="warning",
        ),
    ),
)
