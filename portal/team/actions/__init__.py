from .join import Offer, activate, plan_talk, put_in_order, sign_up, stop
from .papers import draft_terms, keep_facts, publish_terms, show, sign
from .when import be_away, be_there, rest, resume, set_when

__all__ = [
    "Offer",
    "activate",
    "be_away",
    "be_there",
    "draft_terms",
    "keep_facts",
    "plan_talk",
    "publish_terms",
    "put_in_order",
    "rest",
    "resume",
    "set_when",
    "show",
    "sign",
    "sign_up",
    "stop",
]
