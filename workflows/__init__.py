"""Jobs for clusters: steps as plain functions, thin shells around them for Flyte, and a plain command without it."""
