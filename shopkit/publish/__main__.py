"""python -m shopkit.publish: build the notebooks."""

from shopkit.publish.build import main

raise SystemExit(main())
