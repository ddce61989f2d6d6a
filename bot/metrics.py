"""An optional Prometheus endpoint, on loopback only: numbers, never a question or a name."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, Final

from bot.settings import SettingsError
from handlers.counting import Counting
from knowledge.storage.counters import BOUNDS_MS, bucket_of

HOST: Final = "127.0.0.1"
VARIABLE: Final = "NGHIQUYET_METRICS_PORT"
_EVENTS: Final = ("questions", "answered", "declined", "refused", "blocked", "errors", "lost")
_NO_LIBRARY: Final = "NGHIQUYET_METRICS_PORT cần thư viện prometheus_client; cài bằng: pip install prometheus-client."
_TAKEN: Final = (
    "Cổng {port} trong NGHIQUYET_METRICS_PORT đang có chương trình khác dùng; chọn cổng khác."
)

log = logging.getLogger(__name__)


def serve_metrics(counting: Counting, waiting: Callable[[], int], port: int) -> Callable[[], None]:
    """Open the endpoint; return what closes it again.

    Raises:
        SettingsError: the library is not installed, or the port is taken.
    """
    try:
        from prometheus_client import CollectorRegistry, start_http_server
        from prometheus_client.process_collector import ProcessCollector
    except ImportError:
        raise SettingsError(_NO_LIBRARY) from None
    registry = CollectorRegistry()
    registry.register(_Collector(counting, waiting))
    ProcessCollector(registry=registry)
    try:
        server, thread = start_http_server(port, HOST, registry)
    except OSError:
        raise SettingsError(_TAKEN.format(port=port)) from None
    log.info("metrics on http://%s:%d/metrics", HOST, server.server_port)

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return close


class _Collector:
    """Reads the counts when somebody asks for them."""

    def __init__(self, counting: Counting, waiting: Callable[[], int]) -> None:
        self._counting = counting
        self._waiting = waiting

    def collect(self) -> Iterator[Any]:
        """Yield the metrics."""
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        totals = self._counting.totals
        events = CounterMetricFamily("nghiquyet_events", "What happened.", labels=["kind"])
        for name in _EVENTS:
            events.add_metric([name], totals[name])
        yield events
        yield GaugeMetricFamily("nghiquyet_waiting", "Updates under way.", self._waiting())
        counts, seen = [], 0
        for bound in BOUNDS_MS:
            seen += totals[bucket_of(bound)]
            counts.append((str(bound / 1000), seen))
        counts.append(("+Inf", seen + totals[bucket_of(float("inf"))]))
        latency = HistogramMetricFamily("nghiquyet_update_seconds", "From arrival to the end.")
        latency.add_metric([], counts, self._counting.seconds)
        yield latency
