"""Calendar files, RFC 5545 and 5546, through the icalendar library.

:mod:`jbpcore.adapters.icalendar.invitations` invites people to reviews and
:mod:`~jbpcore.adapters.icalendar.feed` shows somebody what is theirs to do. Both say
what they mean as :mod:`~jbpcore.adapters.icalendar.parts`, which
:mod:`~jbpcore.adapters.icalendar.writing` has written, and reads again to see that
nothing else came out.
"""
