class RuleError(Exception):
    """A rule of the house said no. The message is a translated sentence for the reader.

    `status` is the HTTP status with which a page answers.
    """

    status = 409
