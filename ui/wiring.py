"""All wiring: which pages an office has, what each of them asks for, and what comes of each wish."""

from __future__ import annotations

from collections.abc import Sequence

from . import actions, town_actions
from .deeds.bundles import Bundles
from .deeds.incoming import Incoming
from .deeds.letters import Writing
from .deeds.matter import MatterWork
from .deeds.office import Keeping
from .front import Front
from .language import _
from .pages import incoming
from .pages.checklist import ChecklistPage
from .pages.exchange import ExchangePage
from .pages.incoming import IncomingPage
from .pages.letters import LettersPage
from .pages.matters import MattersPage
from .pages.page import Page
from .pages.settings import SettingsPage
from .pages.today import TodayPage
from .pages.villages import VillagesPage
from .shell import Place


class Rooms:
    """The pages that both kinds of office have; `places` stand in the side bar, `others` are reached from them."""

    places: Sequence[Place]
    others: Sequence[Page] = ()

    def __init__(self, front: Front) -> None:
        self.front = front
        township = front.township
        self.checklist = ChecklistPage(
            lambda show: front.ask(front.desk.types, show),
            lambda type_id, show: front.ask(actions.chart(front.desk, type_id), show),
        )
        self.letters = LettersPage(lambda show: front.ask(actions.letters(front.desk), show), township=township)
        self.writing = Writing(front)
        self.letters.write_wanted.connect(self.writing.write)
        self.letters.answer_wanted.connect(self.writing.answer)
        self.letters.explain_wanted.connect(self.writing.explain)
        self.settings = SettingsPage(lambda show: front.ask(actions.standing(front.desk), show), township=township)
        self.keeping = Keeping(front, self.settings)

    def keep(self) -> None:
        """The office is about to be locked: keep what was typed."""

    def leave(self) -> None:
        """The office was locked: forget what is shown."""


class VillageRooms(Rooms):
    """A village's desk."""

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self.exchange = ExchangePage(lambda show: front.ask(front.desk.outbox, show))
        self.bundles = Bundles(front, self.exchange)
        self.today = TodayPage(lambda show: front.ask(actions.today(front.desk), show))
        self.matters = MattersPage(lambda text, state, show: front.ask(actions.matters(front.desk, text, state), show))
        self.work = MatterWork(front, self.matters)
        self.matter = self.work.page
        self.today.opened.connect(self.work.open)
        self.today.new_wanted.connect(self.work.begin)
        self.today.export_wanted.connect(lambda: self.exchange.ask_folder("usb"))
        self.matters.opened.connect(self.work.open)
        self.matters.new_wanted.connect(self.work.begin)
        self.places = (
            Place(_("今日待办"), "today", self.today),
            Place(_("办理事项"), "list", self.matters),
            Place(_("清单与流程"), "checklist", self.checklist),
            Place(_("上报与回执"), "send", self.exchange),
            Place(_("消息与预警"), "letters", self.letters),
            Place(_("设置"), "settings", self.settings),
        )
        self.others = (self.work.page,)

    def keep(self) -> None:
        """The office is about to be locked: keep what was typed."""
        self.work.keep()

    def leave(self) -> None:
        """The office was locked: forget what is shown."""
        self.work.leave()


class TownshipRooms(Rooms):
    """A township's desk."""

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self.incoming = IncomingPage(
            incoming.Sources(
                arrivals=lambda back, show: front.ask(town_actions.arrivals(front.desk, back), show),
                standing=lambda show: front.ask(town_actions.standing(front.desk), show),
                refused=lambda bundle, show: front.ask(lambda: front.desk.township.refused(bundle), show),
                against=lambda name, show: front.ask(lambda: front.desk.township.against(name), show),
                today=lambda: front.day,
            )
        )
        self.bundles = Incoming(front, self.incoming, self.writing)
        self.villages = VillagesPage(lambda show: front.ask(front.desk.township.villages, show))
        self.villages.order_wanted.connect(self.writing.order)
        self.places = (
            Place(_("收件与核验"), "receive", self.incoming),
            Place(_("村庄一览"), "today", self.villages),
            Place(_("消息与预警"), "letters", self.letters),
            Place(_("清单与流程"), "checklist", self.checklist),
            Place(_("设置"), "settings", self.settings),
        )


def rooms(front: Front) -> Rooms:
    """The rooms of the office that is open."""
    return TownshipRooms(front) if front.township else VillageRooms(front)
