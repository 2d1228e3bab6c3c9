"""Send mail: kept with the deed that causes it, delivered by a job after the commit."""

from vorort.notices.actions.sending import cancel_waiting, deliver, give_up, send_mail

__all__ = ["cancel_waiting", "deliver", "give_up", "send_mail"]
