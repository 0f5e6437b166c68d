"""The coefficients of the model, and the findings that end the matter."""

from domain.match import Verdict

BIAS = -5.0

WEIGHTS = {
    "title: equal": 5.0,
    "title: equal without blanks": 4.5,
    "title: equal in one of two languages": 3.5,
    "title: equal where starred letters are open": 4.0,
    "title: equal in Latin letters": 2.5,
    "title: subtitle on one side": 2.0,
    "title: nearly equal": 2.0,
    "title: one inside the other": -1.0,
    "artists: the same": 3.0,
    "artists: the first shared": 2.5,
    "artists: some shared": 1.5,
    "artists: nearly equal": 1.5,
    "artists: in the title": 2.5,
    "artists: not stated": 0.0,
    "duration: within 1 s": 3.0,
    "duration: within 2 s": 2.0,
    "duration: within 3 s": 1.0,
    "duration: within 5 s": 0.0,
    "duration: within 10 s": -2.0,
    "duration: within 20 s": -4.0,
    "duration: further apart": -6.0,
    "album: equal": 1.0,
    "album: different": -0.3,
    "featured: on one side": -0.5,
    "version: ordinary take named on one side": -0.3,
    "version: a length named on one side": -1.0,
    "version: live release on one side": -2.5,
    "version: maker named on one side": -1.0,
    "isrc: equal": 4.0,
    "mbid: equal": 8.0,
    "ref: equal": 8.0,
}

VETOES = {
    "title: different": Verdict.DIFFERENT,
    "title: other second half": Verdict.OTHER_VERSION,
    "title: other script": Verdict.UNDECIDABLE,
    "title: not stated": Verdict.UNDECIDABLE,
    "artists: different": Verdict.DIFFERENT,
    "part_number: different": Verdict.DIFFERENT,
    "part_number: on one side": Verdict.DIFFERENT,
    "version: on one side": Verdict.OTHER_VERSION,
    "version: other maker": Verdict.OTHER_VERSION,
    "version: other place or year": Verdict.OTHER_VERSION,
    "version: other length": Verdict.OTHER_VERSION,
}
