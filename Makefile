# The front door. `make run` and `make test` need nothing but Debian: ops/setup installs what is missing.
BUILD  := build/release
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
ROWS   ?= 10000

.DEFAULT_GOAL := help
.PHONY: help setup build run demo test test-web test-integration test-asan test-tsan bench lint clean

help: ## List what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: ## Install the Debian packages that are missing
	@ops/setup

build: setup ## Build build/release/smartfin
	@cmake --preset release >/dev/null
	@cmake --build --preset release --target smartfin

run: build ## Start SmartFin on a demo household and print where to look
	@ops/run $(BUILD)/smartfin $(DATA) $(LISTEN) $(ROWS)

test: build ## Build and run every test
	@cmake --build --preset release
	@ctest --preset release -j2

test-web: build ## The web client: its types, its logic, and every screen in Chromium against the program
	@ops/setup --browser
	@cd web && npm run --silent test && npm run --silent test:browser -- $(abspath $(BUILD))/smartfin

test-integration: setup ## The stores' tests against real servers: PostgreSQL, TimescaleDB, Redis, etcd, s3rver, Swift
	@ops/setup --integration
	@cmake --preset release >/dev/null
	@cmake --build --preset release --target smartfin storage_tests actors_tests cluster_tests system_tests
	@tests/support/with-postgres $(BUILD)/storage_tests "*postgres*"
	@tests/support/with-timescaledb $(BUILD)/storage_tests "*(timescale*,*postgres_form<analytics_store>*"
	@tests/support/with-timescaledb $(BUILD)/actors_tests "*postgres*"
	@tests/support/with-postgres $(BUILD)/system_tests "*(postgres)*"
	@SMARTFIN_TEST_SWIFT=1 $(BUILD)/storage_tests "~*postgres*"
	@$(BUILD)/cluster_tests "*real etcd*"
	@SMARTFIN_TEST_SWIFT=1 $(BUILD)/system_tests "*Redis*,*bucket*"

test-asan: setup ## The tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev
	@ctest --preset dev -j2

test-tsan: setup ## The tests under ThreadSanitizer, on a CAF built with it
	@ops/build-caf-tsan build/caf-tsan
	@cmake --preset tsan >/dev/null
	@cmake --build --preset tsan
	@ctest --preset tsan -j2

bench: build ## Measure, as ratios against baselines of the same run
	@ops/setup --extras
	@cmake --build --preset release --target benches
	@bench/run $(BUILD)

lint: ## Check the format and clang-tidy's short list
	@ops/setup --extras
	@ops/lint

clean: ## Remove everything built
	@rm -rf build
