#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace smartfin {

// `smartfin keys ...`: a deployment's authority, and what it issues. Each returns 0, or 1 with a sentence on `err`;
// keys are never printed.

struct keys_init_options {
  std::string out;         // folder to make
  std::string deployment;  // its name
};
/// Makes the authority of a deployment.
int run_keys_init(const keys_init_options& options, std::ostream& out, std::ostream& err);

struct keys_issue_options {
  std::string authority;  // its folder
  std::string node;
  std::vector<std::string> services;
  std::vector<std::string> hosts;
  int days = 365;
  std::string out;  // folder to make
};
/// Makes the keys and certificates of one node and of the services that it runs.
int run_keys_issue(const keys_issue_options& options, std::ostream& out, std::ostream& err);

struct keys_rotate_options {
  std::string authority;
  std::string out;                    // a node's folder
  std::string step;                   // prepare, switch, finish: changes the authority itself
  std::vector<std::string> services;  // empty: those that the node has
  std::vector<std::string> hosts;     // empty: likewise
  int days = 365;
};
/// Renews a node's keys and certificates, or does one step of changing the authority.
int run_keys_rotate(const keys_rotate_options& options, std::ostream& out, std::ostream& err);

struct keys_show_options {
  std::string folder;  // an authority's or a node's
};
/// Prints what is in a folder, for whom, until when; 1 when something in it cannot be used.
int run_keys_show(const keys_show_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
