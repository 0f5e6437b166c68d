"""What YouTube Music's InnerTube answers to a signed-out web player, about made-up songs and videos."""

from domain.text import fold
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService
from tests.providers.fake.youtube_music_answers import (
    SONG,
    Json,
    Recording,
    empty_queue_answer,
    error_answer,
    gone_answer,
    player_answer,
    queue_answer,
    search_answer,
)

SONGS, VIDEOS = "EgWKAQII", "EgWKAQIQ"
"""How the parameter of a search begins that is held to one kind."""
AS_SPELT = "AUICCAF"
"""What stands in it where the words are not to be corrected."""


class FakeYouTubeMusic(FakeService):
    """The service; it answers a search with at most twenty rows, and offers the next page."""

    base_path = "/youtubei/v1"
    side_paths = ("/",)

    def __init__(self, *recordings: Recording) -> None:
        super().__init__()
        self._recordings = {recording.id: recording for recording in recordings}

    def answer(self, request: Request) -> Reply:
        """The answer to a POST; the home page is a page."""
        if request.path == "/":
            return Reply(b"<html></html>", content_type="text/html; charset=utf-8")
        body = request.json
        client = body["context"]["client"]
        if client.get("clientName") != "WEB_REMIX":
            return self.refusal(400)
        if request.path == "/youtubei/v1/search":
            return Reply.of_json(self._found(str(body.get("query")), body["params"], client.get("gl")))
        if request.path == "/youtubei/v1/player":
            return Reply.of_json(self._played(body["video_id"]))
        if request.path == "/youtubei/v1/next":
            return Reply.of_json(self._queued(body["videoId"]))
        return self.refusal(404)

    def refusal(self, status: int) -> Reply:
        """How InnerTube words an error."""
        return Reply.of_json(error_answer(status, "Request contains an invalid argument."), status)

    def _found(self, query: str, parameters: str, place: str | None) -> Json:
        if AS_SPELT not in parameters:
            query = query[:2]
        wanted = {SONGS: (True, "Songs"), VIDEOS: (False, "Videos")}[parameters[:8]]
        words = fold(query).split()
        rows = [
            recording
            for recording in self._recordings.values()
            if (recording.kind == SONG) == wanted[0]
            and place not in recording.absent_from
            and all(word in recording.words for word in words)
        ]
        return search_answer(rows[:20], wanted[1])

    def _played(self, id_: str) -> Json:
        recording = self._recordings.get(id_)
        return player_answer(recording) if recording else gone_answer()

    def _queued(self, id_: str) -> Json:
        """A song stands before its video, whichever of the two was asked for."""
        asked = self._recordings.get(id_)
        if asked is None:
            return empty_queue_answer()
        other = self._recordings.get(asked.counterpart or "")
        song, video = (other, asked) if other and other.kind == SONG else (asked, other)
        radio = [(recording, None) for recording in self._recordings.values() if recording not in {song, video}]
        return queue_answer([(song, video), *radio])
