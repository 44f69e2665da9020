# Shorthands; each recipe is one command that can be typed as well.
.PHONY: check fix test demo lock

check:        ## everything continuous integration runs
	.ci/run

fix:          ## formatting and what linters can mend
	scripts/lint fix

test:         ## make test T=tests/laurel/canon
	./test $(T)

demo:
	./demo

lock:         ## new locks, after pyproject.toml changed; no release younger than seven days
	scripts/lock
