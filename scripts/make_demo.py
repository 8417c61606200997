"""Write the synthetic demo company into seeds/companies/demo, or check it (--check).

Usage: python scripts/make_demo.py [--out FOLDER] [--check]
"""

from trede.demo.command import app

if __name__ == "__main__":
    app()
