"""Folders of JAMS files, linked: what MusicMetaLinker's script does for ChoCo's partitions, for any such folder."""

from tracklink.corpus.error import CorpusError
from tracklink.corpus.link import Options, link_corpus
from tracklink.corpus.summary import Summary

__all__ = ["CorpusError", "Options", "Summary", "link_corpus"]
