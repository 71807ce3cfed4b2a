#include <CLI/CLI.hpp>
#include <iostream>

#include "commands/commands.hpp"
#include "config/log.hpp"

namespace {

/// `smartfin keys ...`: options that the commands read when they run, so they live as long as the command line.
struct keys_options {
  smartfin::keys_init_options init;
  smartfin::keys_issue_options issue;
  smartfin::keys_rotate_options rotate;
  smartfin::keys_show_options show;
};

void add_keys(CLI::App& app, keys_options& given, int& status) {
  auto* keys = app.add_subcommand("keys", "Keys and certificates of a deployment of several nodes");
  keys->require_subcommand(1);
  const auto authority = "Folder of the deployment's authority";
  const auto services = "Services that the node runs: auth,finance";
  const auto hosts = "Name or address at which other nodes reach it; repeatable";
  const auto days = "How long the certificates are good; 365 by default";

  auto* init = keys->add_subcommand("init", "Make a deployment's authority");
  init->add_option("--out", given.init.out, "Folder to make")->required();
  init->add_option("--deployment", given.init.deployment, "Name: a-z, 0-9, -")->required();
  init->callback([&] { status = smartfin::run_keys_init(given.init, std::cout, std::cerr); });

  auto* issue = keys->add_subcommand("issue", "Make the keys of a node and its services");
  issue->add_option("--authority", given.issue.authority, authority)->required();
  issue->add_option("--node", given.issue.node, "Name: a-z, 0-9, -")->required();
  issue->add_option("--services", given.issue.services, services)->delimiter(',')->required();
  issue->add_option("--host", given.issue.hosts, hosts);
  issue->add_option("--days", given.issue.days, days);
  issue->add_option("--out", given.issue.out, "Folder to make")->required();
  issue->callback([&] { status = smartfin::run_keys_issue(given.issue, std::cout, std::cerr); });

  auto* rotate = keys->add_subcommand("rotate", "Renew a node's keys, or change the authority");
  rotate->add_option("--authority", given.rotate.authority, authority)->required();
  rotate->add_option("--out", given.rotate.out, "A node's folder: new keys, same node");
  rotate->add_option("--step", given.rotate.step,
                     "A new authority: prepare, switch, finish, with every node renewed between");
  rotate->add_option("--services", given.rotate.services, services)->delimiter(',');
  rotate->add_option("--host", given.rotate.hosts, hosts);
  rotate->add_option("--days", given.rotate.days, days);
  rotate->callback([&] { status = smartfin::run_keys_rotate(given.rotate, std::cout, std::cerr); });

  auto* show = keys->add_subcommand("show", "What is in a folder of keys, for whom, until when");
  show->add_option("folder", given.show.folder, "An authority's or a node's")->required();
  show->callback([&] { status = smartfin::run_keys_show(given.show, std::cout, std::cerr); });
}

}  // namespace

int main(int argc, char** argv) {
  smartfin::fill_closed_standard_streams();
  CLI::App app{"SmartFin: personal finance you can look into"};
  app.require_subcommand(1);
  int status = 0;

  smartfin::serve_options serve;
  auto* serve_command = app.add_subcommand("serve", "Start a node");
  serve_command->add_option("--data", serve.data, "Folder of the embedded databases")->required();
  serve_command->add_option("--listen", serve.listen, "HOST:PORT, else as configured");
  serve_command->add_option("--config", serve.config, "Settings file (TOML)");
  serve_command->add_option("--node", serve.node, "Name of the node, else as configured");
  serve_command->add_option("--services", serve.services, "Services that work in it: auth,finance")
      ->delimiter(',');
  serve_command
      ->add_option("--cluster", serve.cluster, "etcd of the cluster: https://HOST:PORT,...")
      ->delimiter(',');
  serve_command->add_option("--demo-login", serve.demo_login,
                            "The file that \"smartfin demo\" wrote: anybody may look around");
  serve_command->callback([&] { status = smartfin::run_serve(serve, std::cout, std::cerr); });

  smartfin::status_options health;
  auto* status_command = app.add_subcommand("status", "Show what nodes and services are doing");
  status_command->add_option("--url", health.url, "Of any node; http://127.0.0.1:8080 by default");
  status_command->add_flag("--json", health.json, "As the node says it");
  status_command->callback([&] { status = smartfin::run_status(health, std::cout, std::cerr); });

  smartfin::demo_options demo;
  auto* demo_command = app.add_subcommand("demo", "Fill a new data folder with a demo household");
  demo_command->add_option("--data", demo.data, "Folder to make")->required();
  demo_command->add_option("--transactions", demo.transactions, "How many, 10,000 by default");
  demo_command->add_option("--seed", demo.seed, "The same seed gives the same history");
  demo_command->add_option("--today", demo.today, "Last day of the history, YYYY-MM-DD");
  demo_command->callback([&] { status = smartfin::run_demo(demo, std::cout, std::cerr); });

  smartfin::backup_options backup;
  auto* backup_command =
      app.add_subcommand("backup", "Write a backup of a node's data, in use or not, into one file");
  backup_command->add_option("--data", backup.data, "Folder of the embedded databases")->required();
  backup_command->add_option("--to", backup.to, "The backup; replaced when it is complete")
      ->required();
  backup_command->add_option("--config", backup.config,
                             "Settings file of the node: where its data and its key are");
  backup_command->callback([&] { status = smartfin::run_backup(backup, std::cout, std::cerr); });

  smartfin::restore_options restore;
  auto* restore_command = app.add_subcommand("restore", "Make a node's data of a backup");
  restore_command->add_option("--from", restore.from, "The backup")->required();
  restore_command->add_option("--data", restore.data, "Folder of the node to be")->required();
  restore_command->add_option("--config", restore.config,
                              "Settings file of the node to be: it may name PostgreSQL");
  restore_command->add_option("--master-key", restore.master_key,
                              "Key file, else as configured or DIR.master-key");
  restore_command->add_flag("--verify-only", restore.verify_only,
                            "Check the backup, write nothing");
  restore_command->add_flag("--start-over", restore.start_over,
                            "Remove what an unfinished restore has left in PostgreSQL");
  restore_command->callback([&] { status = smartfin::run_restore(restore, std::cout, std::cerr); });

  smartfin::migrate_options migrate;
  auto* migrate_command = app.add_subcommand(
      "migrate", "Move data that no node uses into another database, and compare the two");
  const auto place = "sqlite:DIR, or postgresql://HOST/DATABASE as in storage.url";
  migrate_command->add_option("--from", migrate.from, place)->required();
  migrate_command->add_option("--to", migrate.to, std::string{place} + "; must be empty")
      ->required();
  const auto passwords = "As storage.password_file of the settings";
  migrate_command->add_option("--from-password-file", migrate.from_password_file, passwords);
  migrate_command->add_option("--to-password-file", migrate.to_password_file, passwords);
  migrate_command->add_option("--master-key", migrate.master_key, "Key file, else DIR.master-key");
  migrate_command->add_flag("--start-over", migrate.start_over,
                            "Remove what an unfinished move has left in PostgreSQL");
  migrate_command->callback([&] { status = smartfin::run_migrate(migrate, std::cout, std::cerr); });

  smartfin::train_options train;
  auto* train_command =
      app.add_subcommand("train", "Learn the score's models from the public surveys");
  train_command->add_option("--nfwbs", train.nfwbs, "NFWBS_PUF_2016_data.csv, plain or gzip")
      ->required();
  train_command->add_option("--scf", train.scf, "SCFP2019.csv, plain or gzip")->required();
  train_command->add_option("--out", train.out, "Folder for the models")->required();
  train_command->add_flag("--export-prepared", train.export_prepared,
                          "Write the prepared rows too");
  train_command->add_flag("--cv", train.cross_validate, "Print 5-fold cross-validation");
  train_command->callback([&] { status = smartfin::run_train(train, std::cout, std::cerr); });

  smartfin::evaluate_options evaluate;
  auto* evaluate_command =
      app.add_subcommand("evaluate", "Measure models on people of the surveys");
  evaluate_command->add_option("--models", evaluate.models, "Folder with the models")->required();
  evaluate_command->add_option("--nfwbs", evaluate.nfwbs, "Survey file, plain or gzip")->required();
  evaluate_command->add_option("--scf", evaluate.scf, "Survey file, plain or gzip")->required();
  evaluate_command->add_flag("--json", evaluate.json, "Print one JSON object");
  evaluate_command->callback(
      [&] { status = smartfin::run_evaluate(evaluate, std::cout, std::cerr); });

  auto* audit_command = app.add_subcommand("audit", "Look after the audit log");
  audit_command->require_subcommand(1);
  smartfin::audit_verify_options verify;
  auto* verify_command =
      audit_command->add_subcommand("verify", "Verify a published audit log, all of it");
  verify_command->add_option("--log", verify.log, "Folder of the published log")->required();
  verify_command->add_option("--key", verify.key,
                             "Verifier key. Give it, kept elsewhere: the log's own file \"key\", "
                             "else used, can be replaced together with the log");
  verify_command->add_option(
      "--checkpoint", verify.checkpoint,
      "Checkpoint kept from earlier: the log must continue it, else an older "
      "state of the log passes as the newest");
  verify_command->callback(
      [&] { status = smartfin::run_audit_verify(verify, std::cout, std::cerr); });

  smartfin::audit_key_options key;
  auto* key_command = audit_command->add_subcommand("key", "Print the log's verifier key");
  key_command->add_option("--log", key.log, "Folder of the published log")->required();
  key_command->add_option("--master-key", key.master_key,
                          "Derive the key from this master key file, not from the log's folder");
  key_command->callback([&] { status = smartfin::run_audit_key(key, std::cout, std::cerr); });

  keys_options keys;
  add_keys(app, keys, status);

  CLI11_PARSE(app, argc, argv);
  return status;
}
