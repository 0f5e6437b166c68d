"""The made-up songs and videos that YouTube Music's fake is asked about."""

from tests.providers.fake.youtube_music_answers import OFFICIAL_VIDEO, UPLOAD, Recording

SONG = Recording(
    id="gLa55r1v3r_",
    title="Glass Rivers",
    artists=(("Ida Holm", "UC01"), ("Nils Berg", "UC02"), ("Åsa", None)),
    album="Winter Maps",
    clock="4:19",
    explicit=True,
    counted="1.4M plays",
    counterpart="v1deo_-0001",
    year="2019",
)
VIDEO = Recording(
    id="v1deo_-0001",
    title="Ida Holm - Glass Rivers (Official Video)",
    artists=(("North Label", "UC09"),),
    clock="1:04:31",
    kind=OFFICIAL_VIDEO,
    counted="12K views",
    status="UNPLAYABLE",
    reason="The uploader has not made this video available in your country",
    counterpart=SONG.id,
)
UPLOADED = Recording(
    id="upl0aded__1", title="Paper Lanterns", artists=(("Ida Holm - Topic", "UC03"),), kind=UPLOAD, counted="7 views"
)
GREY = Recording(id="gr3y___0001", title="Glass Rivers Ida Holm", greyed=True)
ABROAD = Recording(
    id="abr0ad__001", title="硝子の川", artists=(("林檎の木", "UC04"),), absent_from=frozenset({"DE"}), clock="0:59"
)
PRIVATE = Recording(
    id="pr1vate_001", title="Nobody Hears", status="LOGIN_REQUIRED", reason="This is a private video", is_private=True
)
AGED = Recording(id="aged____001", title="Late", status="LOGIN_REQUIRED", reason="Sign in to confirm your age")

EVERYTHING = (SONG, VIDEO, UPLOADED, GREY, ABROAD, PRIVATE, AGED)
