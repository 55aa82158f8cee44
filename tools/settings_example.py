"""Writes `.env.example` from the settings' own descriptions; `check` refuses a stale one."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

HEAD = """# Every setting of Entraide, with its default. Copy to .env and change what you need.
# Made by `python tools/settings_example.py` from app/core/settings.py.

# For compose.yaml only: the passwords of the two database roles.
OWNER_PASSWORD=
APP_PASSWORD=
"""


def example() -> str:
    """The file as it must be."""
    from app.core.settings import Settings

    prefix = Settings.model_config.get("env_prefix", "")
    lines = [HEAD]
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or prefix + name.upper())
        default = "" if field.default is None or field.is_required() else field.default
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        lines.append(f"# {field.description}\n# {variable}={shown}\n")
    return "\n".join(lines)


def main() -> None:
    """Write, or check."""
    path = ROOT / ".env.example"
    if sys.argv[1:] == ["check"]:
        if not path.exists() or path.read_text() != example():
            sys.exit(".env.example is stale: run python tools/settings_example.py")
        return
    path.write_text(example())


if __name__ == "__main__":
    main()
