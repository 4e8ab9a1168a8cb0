"""Turn summit.yaml and the glossaries into what a View says of the meeting and its terms.

Facts have no handling: everybody may read them. What has one is selected in
briefgen/audience/select.py.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from briefgen.audience.naming import Naming
from briefgen.audience.view import (
    NextMeetingView,
    OutcomeView,
    ParticipantView,
    SourceView,
    SummitView,
    TermView,
    VenueView,
)
from briefgen.content.model import Located, Source, Term


def view_summit(naming: Naming, documents: Collection[str]) -> SummitView:
    """Return the facts of the meeting in the View's language.

    ``documents`` are those of which the audience may read something; outcomes that are another
    one are left out with it.
    """
    summit, words = naming.content.summit, naming.words
    facts = summit.value
    participants = _participants(naming)
    return SummitView(
        id=facts.id,
        title=words(facts.title, summit, "title"),
        short_title=words(facts.short_title, summit, "short_title"),
        series=words(facts.series, summit, "series"),
        edition=facts.edition,
        start=facts.dates.start,
        end=facts.dates.end if facts.dates.end != facts.dates.start else None,
        venues=_venues(naming),
        hosts=tuple(
            naming.actor(code, summit.place("hosts", index))
            for index, code in enumerate(facts.hosts)
        ),
        chairs=tuple(participant for participant in participants if participant.is_chair),
        participants=participants,
        outcomes=_outcomes(naming, documents),
        next_meeting=_next_meeting(naming),
        sources=tuple(
            view_source(naming, source, summit, "sources", index)
            for index, source in enumerate(facts.sources)
        ),
        contact=naming.optional(facts.contact, summit, "contact"),
        place=summit.place(),
    )


def view_source(
    naming: Naming, source: Source, located: Located[Any], *path: str | int
) -> SourceView:
    """Return a publication as it is cited in the View's language."""
    return SourceView(
        title=naming.words(source.title, located, *path, "title"),
        publisher=source.publisher,
        date=source.date,
        url=source.url,
        note=naming.optional(source.note, located, *path, "note"),
        place=located.place(*path),
    )


def view_terms(naming: Naming, languages: Sequence[str]) -> tuple[TermView, ...]:
    """Return the glossary in the order of the View's language, persons by their surnames.

    The summit's own glossary comes last and has the last word on a term.
    """
    first, key = languages[0], naming.profile.sort_key
    terms = {
        term.id: (term, glossary.place("terms", index))
        for glossary in naming.content.glossaries
        for index, term in enumerate(glossary.value.terms)
    }

    def sorted_by(term: Term) -> tuple[object, object]:
        name = term.names.get(first, term.id)
        return key((term.surname or {}).get(first, name)), key(name)

    named = [term for term, _ in terms.values() if any(tag in term.names for tag in languages)]
    return tuple(
        TermView(
            id=term.id,
            names={tag: term.names.get(tag) for tag in languages},
            note=(term.note or {}).get(first),
            place=terms[term.id][1],
            is_person=term.surname is not None,
        )
        for term in sorted(named, key=sorted_by)
    )


def _participants(naming: Naming) -> tuple[ParticipantView, ...]:
    summit = naming.content.summit
    facts = summit.value
    views = []
    for index, participant in enumerate(facts.participants):
        place = summit.place("participants", index)
        party = participant.country or participant.organisation
        views.append(
            ParticipantView(
                party=naming.actor(party, place).name if party else "",
                office=naming.words(participant.office, summit, "participants", index, "office"),
                name=naming.words(participant.name, summit, "participants", index, "name"),
                is_host=participant.country in facts.hosts,
                is_chair=participant.country in facts.chairs,
                place=place,
            )
        )
    return tuple(sorted(views, key=lambda view: naming.profile.sort_key(view.party)))


def _venues(naming: Naming) -> tuple[VenueView, ...]:
    summit = naming.content.summit
    return tuple(
        VenueView(
            city=naming.words(venue.city, summit, "venues", index, "city"),
            country=naming.country(venue.country, summit.place("venues", index, "country")),
            place_name=naming.optional(venue.place, summit, "venues", index, "place"),
        )
        for index, venue in enumerate(summit.value.venues)
    )


def _outcomes(naming: Naming, documents: Collection[str]) -> tuple[OutcomeView, ...]:
    summit = naming.content.summit
    return tuple(
        OutcomeView(
            title=naming.words(outcome.title, summit, "outcomes", index, "title"),
            note=naming.optional(outcome.note, summit, "outcomes", index, "note"),
            place=summit.place("outcomes", index),
        )
        for index, outcome in enumerate(summit.value.outcomes)
        if outcome.document is None or outcome.document in documents
    )


def _next_meeting(naming: Naming) -> NextMeetingView | None:
    summit = naming.content.summit
    if (meeting := summit.value.next_meeting) is None:
        return None
    return NextMeetingView(
        title=naming.words(meeting.title, summit, "next_meeting", "title"),
        date=meeting.date,
        note=naming.optional(meeting.note, summit, "next_meeting", "note"),
    )
