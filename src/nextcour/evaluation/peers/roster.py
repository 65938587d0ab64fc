"""The peers that a model is set beside, the baseline apart."""

from __future__ import annotations

from nextcour.evaluation.peers.aft import Aft
from nextcour.evaluation.peers.cox import Cox
from nextcour.evaluation.peers.forest import Forest
from nextcour.evaluation.peers.kaplan_meier import KaplanMeier, KaplanMeierByInstallments
from nextcour.evaluation.peers.peer import Peer

BASELINE: Peer = KaplanMeier()
PEERS: tuple[Peer, ...] = (KaplanMeierByInstallments(), Cox(), Forest(), Aft())
