"""The wiring: which pages an office has, what each of them asks for, which deed serves it, and what leads where.

A deed connects the wishes of the page that it serves (`docs/decisions/0020-wiring.md`).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import actions, town_actions
from .deeds.attention import Attention, Places, TownAttention
from .deeds.board import Printing
from .deeds.bundles import Bundles
from .deeds.incoming import Incoming
from .deeds.joining import Admitting, Joining
from .deeds.keys import Keeper
from .deeds.letters import Writing
from .deeds.lines import Lines
from .deeds.matter import MatterWork
from .deeds.office import Caring, Keeping
from .deeds.orders import Ordering
from .deeds.people import Personnel
from .deeds.photos import pictures_of
from .deeds.reading import Reading
from .deeds.releases import Releasing
from .deeds.reviews import Deciding
from .deeds.slips import Slips
from .deeds.spot_checks import Checking
from .deeds.villages import Villages
from .front import Front
from .language import _
from .pages import incoming, keys, releases, reviews, village_matters, villages
from .pages.board import BoardPage
from .pages.checklist import ChecklistPage, ChecklistSources
from .pages.exchange import ExchangePage
from .pages.incoming import IncomingPage
from .pages.keys import KeysPage
from .pages.letters import LettersPage
from .pages.matters import MatterSources, MattersPage
from .pages.orders import OrdersPage
from .pages.page import Page
from .pages.people import PeoplePage, PeopleSources
from .pages.releases import ReleasesPage
from .pages.reviews import ReviewsPage
from .pages.settings import SettingsPage
from .pages.spot_checks import SpotChecksPage
from .pages.today import TodayPage
from .pages.village_matters import VillageMattersPage
from .pages.villages import VillagesPage
from .pictures import PictureBook
from .shell import Deed, Place


class Rooms:
    """The pages that both kinds of office have; `places` stand in the side bar, `others` are reached from them."""

    places: Sequence[Place]
    others: Sequence[Page] = ()

    def __init__(self, front: Front) -> None:
        self.front = front
        township = front.township
        self.checklist = ChecklistPage(
            ChecklistSources(
                types=lambda show: front.ask(front.desk.rulebook.types, show),
                type=lambda type_id, show: front.ask(lambda: front.desk.rulebook.type(type_id), show),
                chart=lambda type_id, letters, show: front.ask(
                    lambda: front.desk.rulebook.chart(type_id, letters), show
                ),
            ),
            beginning=not township,
        )
        self.printing = Printing(front)
        self.checklist.chart_wanted.connect(self.printing.chart)
        self.checklist.sheet_wanted.connect(self.printing.sheet)
        self.people = PeoplePage(
            PeopleSources(
                load=lambda show: front.ask(actions.everybody(front.desk), show),
                conflicts=lambda name, roles, show: front.ask(lambda: front.desk.staff.conflicts(name, roles), show),
            ),
            township=township,
        )
        self.personnel = Personnel(front, self.people)
        self.writing = Writing(front)
        self.settings = SettingsPage(lambda show: front.ask(actions.standing(front.desk), show), township=township)
        self.keeping = Keeping(front, self.settings)
        self.caring = Caring(front, self.settings)

    def welcome(self) -> None:
        """The office was founded just now: say what comes next. A township waits for its villages."""

    def keep(self) -> None:
        """The office is about to be locked: keep what was typed."""

    def leave(self) -> None:
        """The office was locked: forget what is shown."""


class VillageRooms(Rooms):
    """A village's desk."""

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self.exchange = ExchangePage(lambda show: front.ask(actions.reporting(front.desk), show))
        self.bundles = Bundles(front, self.exchange)
        self.lines = Lines(front)
        self.exchange.lines.look_wanted.connect(self.lines.look)
        self.exchange.lines.leave_wanted.connect(self.lines.leave)
        self.today = TodayPage(
            lambda show: front.ask(actions.today(front.desk), show),
            lambda show: front.ask(front.desk.warnings, show),
        )
        self.matters = MattersPage(
            MatterSources(
                load=lambda query, offset, show: front.ask(actions.search(front.desk, query, offset), show),
                types=lambda show: front.ask(front.desk.rulebook.types, show),
                people=lambda: front.people,
                day=lambda: front.day,
            )
        )
        self.board = BoardPage(lambda show: front.ask(front.desk.notices, show))
        self.work = MatterWork(front, self.matters)
        self.matter = self.work.page
        self.joining = Joining(front, self._report)
        self.letters = LettersPage(lambda show: front.ask(actions.letters(front.desk), show))
        self.letters.write_wanted.connect(self.writing.write)
        self.letters.seal_wanted.connect(self.writing.seal)
        self.letters.answer_wanted.connect(self.writing.answer)
        self.letters.explain_wanted.connect(self.writing.explain)
        self.letters.opened.connect(self.work.open)
        self.places = (
            Place(_("今日待办"), "today", self.today),
            Place(_("办理事项"), "list", self.matters, Deed("Ctrl+N", _("新办事项"), self._begin)),
            Place(_("清单与流程"), "checklist", self.checklist),
            Place(_("公开栏"), "board", self.board),
            Place(_("上报与回执"), "send", self.exchange, Deed("Ctrl+E", _("生成上报包"), self._report)),
            Place(_("消息与预警"), "letters", self.letters),
            Place(_("人员与职务"), "people", self.people),
            Place(_("设置"), "settings", self.settings),
        )
        self.others = (self.work.page,)
        self.attention = Attention(front, Places(self.today, self.board, self.exchange, self.letters))
        front.shell.turned.connect(self.attention.look)
        front.shell.seek_wanted.connect(self._seek)
        self._connect()

    def _connect(self) -> None:
        """What each wish of a page leads to."""
        shell = self.front.shell
        self.today.opened.connect(self.work.open)
        self.today.new_wanted.connect(self.work.begin)
        self.today.found.connect(self._seek)
        self.today.export_wanted.connect(self._report)
        for wanted in (self.today.join_wanted, self.exchange.join_wanted, self.settings.offices.join_wanted):
            wanted.connect(self.joining.open)
        self.today.explain_wanted.connect(self.writing.explain)
        self.today.warnings_wanted.connect(lambda: shell.bring(self.letters))
        self.today.care_wanted.connect(lambda: shell.bring(self.settings))
        self.today.people_wanted.connect(lambda: shell.bring(self.people))
        self.matters.opened.connect(self.work.open)
        self.matters.new_wanted.connect(self.work.begin)
        self.board.opened.connect(self.work.open)
        self.board.print_wanted.connect(self.printing.notice)
        self.exchange.opened.connect(self.work.open)
        self.checklist.begin_wanted.connect(self.work.begin)

    def welcome(self) -> None:
        """The office was founded just now: it has a township to join."""
        self.joining.open()

    def _begin(self) -> None:
        """Another matter; what was typed on the page in front is kept first."""
        self.matter.keep()
        self.work.begin()

    def _report(self) -> None:
        """Ask where the next bundle shall lie, once its page is there and knows whether there is a township."""
        self.matter.keep()
        self.front.shell.bring(self.exchange)
        self.front.ask(lambda: None, lambda _nothing: self.exchange.report())

    def _seek(self, text: str = "") -> None:
        """Search all matters."""
        self.front.shell.bring(self.matters)
        self.matters.seek(text)

    def keep(self) -> None:
        """The office is about to be locked: keep what was typed."""
        self.work.keep()

    def leave(self) -> None:
        """The office was locked: forget what is shown."""
        self.front.shell.turned.disconnect(self.attention.look)
        self.front.shell.seek_wanted.disconnect(self._seek)
        self.work.leave()


class TownshipRooms(Rooms):
    """A township's desk."""

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self.reading = Reading(front)
        self.incoming = IncomingPage(self._incoming())
        self.bundles = Incoming(front, self.incoming, self.writing, self.reading)
        self.villages = VillagesPage(self._villages())
        self.village_matters = VillageMattersPage(self._matters())
        self.overseeing = Villages(front, self.villages, self.village_matters, self.writing, self.reading)
        self.lines = Lines(front)
        self.villages.line_wanted.connect(self.lines.look)
        self.reviews = ReviewsPage(self._reviews())
        self.deciding = Deciding(front, self.reviews, self.overseeing, self.reading)
        self.orders = OrdersPage(lambda show: front.ask(town_actions.watched(front.desk), show))
        self.ordering = Ordering(front, self.orders, self.writing, self.overseeing)
        self.slips = Slips(front, self.orders)
        self.spot_checks = SpotChecksPage(lambda show: front.ask(front.desk.inspections.all, show))
        self.checking = Checking(front, self.spot_checks, self.writing, self.overseeing)
        self.releases = ReleasesPage(
            releases.Sources(
                rules=lambda show: front.ask(town_actions.rules(front.desk), show),
                history=lambda key, show: front.ask(lambda: front.desk.settings_of(key), show),
            )
        )
        self.releasing = Releasing(front, self.releases)
        self.keys = KeysPage(
            keys.Sources(
                keyring=lambda show: front.ask(town_actions.keyring(front.desk), show),
                people=lambda code, show: front.ask(lambda: front.desk.trust.people(code), show),
            )
        )
        self.keeper = Keeper(front, self.keys)
        self.incoming.village_wanted.connect(self.overseeing.show)
        self.places = self._places()
        self.others = (self.village_matters,)
        self.admitting = Admitting(front)
        for wanted in (self.incoming.enrol_wanted, self.villages.enrol_wanted, self.keys.enrol_wanted):
            wanted.connect(self.admitting.open)
        self.settings.offices.join_wanted.connect(self.admitting.open)
        self.attention = TownAttention(front, self.incoming, self.reviews, self.orders)
        front.shell.turned.connect(self.attention.look)

    def _places(self) -> tuple[Place, ...]:
        """The entries of the side bar, in their order."""
        return (
            Place(_("收件与核验"), "receive", self.incoming),
            Place(_("村庄一览"), "today", self.villages),
            Place(_("待审事项"), "pen", self.reviews),
            Place(_("预警与督办"), "warning", self.orders),
            Place(_("清单发布"), "send", self.releases),
            Place(_("巡察抽查"), "search", self.spot_checks),
            Place(_("密钥与授权"), "key", self.keys),
            Place(_("清单与流程"), "checklist", self.checklist),
            Place(_("人员与职务"), "people", self.people),
            Place(_("设置"), "settings", self.settings),
        )

    def keep(self) -> None:
        """The office is about to be locked: keep what was typed."""
        self.deciding.keep()

    def leave(self) -> None:
        """The office was locked: forget what is shown."""
        self.front.shell.turned.disconnect(self.attention.look)
        self.village_matters.leave()
        self.reviews.leave()

    def _incoming(self) -> incoming.Sources:
        front = self.front
        return incoming.Sources(
            arrivals=lambda back, show: front.ask(town_actions.arrivals(front.desk, back), show),
            standing=lambda show: front.ask(town_actions.standing(front.desk), show),
            refused=lambda bundle, show: front.ask(lambda: front.desk.township.refused(bundle), show),
            against=lambda name, show: front.ask(lambda: front.desk.township.against(name), show),
        )

    def _villages(self) -> villages.Sources:
        front = self.front
        return villages.Sources(
            villages=lambda show: front.ask(front.desk.township.villages, show),
            detail=lambda code, show: front.ask(town_actions.village(front.desk, code), show),
        )

    def _matters(self) -> village_matters.Sources:
        front = self.front
        return village_matters.Sources(
            matters=lambda *what: front.ask(town_actions.village_matters(front.desk, *what[:3]), what[3]),
            matter=lambda code, matter, show: front.ask(town_actions.village_matter(front.desk, code, matter), show),
        )

    def _reviews(self) -> reviews.Sources:
        front = self.front
        return reviews.Sources(
            queue=lambda show: front.ask(front.desk.reviews.queue, show),
            look=lambda waiting, given, show: front.ask(town_actions.look(front.desk, waiting, given), show),
            pictures=PictureBook(pictures_of(front)),
            today=lambda: front.day,
        )


def rooms(front: Front) -> Rooms:
    """The rooms of the office that is open."""
    return TownshipRooms(front) if front.township else VillageRooms(front)
