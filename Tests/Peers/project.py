"""Where the project's own things are, found from this file's place in the repository."""
import argparse
import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE_PNG = REPOSITORY / "data" / "samples" / "mnist-size-light-on-dark_0.png"


def parser(description: str) -> argparse.ArgumentParser:
    """A parser with the options that every script here has."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--recognizer", type=Path, metavar="FILE",
        default=REPOSITORY / ".build" / "release" / "recognizer",
        help="our program (default: .build/release/recognizer)")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=default_data(),
        help="MNIST's IDX files (default: data/mnist, else $RECOGNIZER_DATA)")
    parser.add_argument(
        "--threads", type=positive, default=2, metavar="N", help="threads of each side (default: 2)")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write every single figure to this file")
    return parser


def default_data() -> Path:
    """The folder that the program itself takes when it is not told."""
    folder = REPOSITORY / "data" / "mnist"
    if not folder.is_dir() and os.environ.get("RECOGNIZER_DATA"):
        return Path(os.environ["RECOGNIZER_DATA"])
    return folder


def check_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Ends the script with what to do when the program or the data is missing.

    The program's path becomes absolute.
    """
    if not os.access(options.recognizer, os.X_OK):
        parser.error(
            f"{options.recognizer} is not there; build it with "
            "'swift build -c release --static-swift-stdlib' or name it with --recognizer")
    if not options.data.is_dir():
        parser.error(
            f"{options.data} is not there; fetch MNIST with 'recognizer download' "
            "or name its folder with --data")
    options.recognizer = options.recognizer.resolve()


def positive(text: str) -> int:
    """A whole number from 1, for `argparse`."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number
