# make run    set up and serve, exactly as the Procfile does (PORT, default 8000)
# make test   set up and run every test, in a real browser too
# make dev    serve with live reload
# make check  look for faults in content, catalogues and code
# make technique ID=calf-wring     begin a file of content; likewise routine, programme, article
# make realtime   play a session of twenty minutes in real time
# make killed     kill a browser a thousand times while it writes
# make bench  measure, and print the results beside the budgets

VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
SOURCES := fascia app.py tests

.PHONY: run dev test check technique routine programme article bench realtime killed lighthouse clean

run: $(VENV)/runtime
	PATH="$(BIN):$$PATH" sh -c "$$(sed -n 's/^web: //p' Procfile)"

dev: $(VENV)/runtime
	$(BIN)/flask --app app run --debug --port $${PORT:-8000}

test: $(VENV)/tests
	$(BIN)/python -m tests.browser.install
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/pytest

check: $(VENV)/tests
	$(BIN)/flask --app app check
	$(BIN)/flask --app app voice check
	$(BIN)/ruff check $(SOURCES)

technique routine programme article: $(VENV)/runtime
	@$(BIN)/flask --app app content new $@ "$(ID)"

killed: $(VENV)/tests
	$(BIN)/python -m tests.browser.install
	TIMES="$(TIMES)" $(BIN)/python -m tests.killed

bench: $(VENV)/tests
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m tests.bench

realtime: $(VENV)/tests
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m tests.realtime

lighthouse: $(VENV)/tests
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m tests.lighthouse

$(VENV)/runtime: requirements.txt
	python3 -m venv $(VENV) || { echo "Python 3.11 or newer with its venv module is needed (Debian: apt install python3-venv)."; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/tests: tests/requirements.txt $(VENV)/runtime
	$(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) build .pytest_cache .ruff_cache
