#include <map>
#include <set>

#include "tests/system/fault_load.hpp"

namespace smartfin::test {
namespace {

/// Registers, signs in, refreshes and looks at sessions.
class sign_in_client final : public load_client {
public:
  explicit sign_in_client(load_board& board) : load_client("auth", "door", board) {}

  std::vector<std::string> losses() override {
    std::vector<std::string> lost;
    for (const auto& [email, id] : registered_) {
      const auto reply =
          client().post("/api/v1/auth/login", {{"email", email}, {"password", usual_password}});
      if (reply.status != 200 || reply.number("/user/id") != id)
        lost.push_back(email + " was registered, and now: " + reply.body);
    }
    return lost;
  }

private:
  void step() override {
    const auto email = "user" + std::to_string(next_++) + "@example.org";
    const boost::json::value body = {{"email", email}, {"password", usual_password}};
    const auto registered = ask("POST", "/api/v1/auth/register", body, 201);
    if (!registered) return;
    registered_[email] = registered->number("/user/id");
    const auto session = ask("POST", "/api/v1/auth/login", body, 200);
    if (!session) return;
    const auto next = ask("POST", "/api/v1/auth/refresh",
                          {{"refresh_token", session->text("/refresh_token")}}, 200);
    if (!next) return;
    ask("GET", "/api/v1/auth/sessions", {}, 200,
        {{"Authorization", "Bearer " + next->text("/access_token")}});
  }

  int next_ = 0;
  std::map<std::string, std::int64_t> registered_;
};

/// Changes a name again and again, each time from the version just read.
class profile_client final : public load_client {
public:
  explicit profile_client(load_board& board) : load_client("profile", "face", board) {
    rename("name 0", client().get("/api/v1/users/me").header("ETag").value_or(""));
  }

  std::vector<std::string> losses() override {
    const auto shown = client().get("/api/v1/users/me").text("/name");
    if (is_expected(shown)) return {};
    return {"the name is " + shown + ", and " + acknowledged_ + " was acknowledged"};
  }

private:
  void step() override {
    const auto seen = ask("GET", "/api/v1/users/me", {}, 200);
    if (!seen) return;
    const auto shown = seen->text("/name");
    if (!is_expected(shown))
      complain("the name is " + shown + ", and " + acknowledged_ + " was acknowledged");
    rename("name " + std::to_string(++next_), seen->header("ETag").value_or(""));
  }

  bool is_expected(const std::string& shown) const {
    return shown == acknowledged_ || uncertain_.contains(shown);
  }

  void rename(const std::string& name, const std::string& etag) {
    const bool may_be_late = !uncertain_.empty();
    uncertain_.insert(name);
    const auto reply =
        ask({"PATCH",
             "/api/v1/users/me",
             R"({"name":")" + name + R"("})",
             {{"Content-Type", "application/merge-patch+json"}, {"If-Match", etag}}});
    if (!reply || (reply->status == 412 && may_be_late)) return;  // an earlier one came between
    if (reply->status != 200) return complain("PATCH: " + reply->head + reply->body);
    acknowledged_ = name;
    uncertain_.clear();
  }

  int next_ = 0;
  std::string acknowledged_;
  std::set<std::string> uncertain_;  // had no answer, since that
};

/// Records transactions, and reads back each that was acknowledged.
class ledger_writer final : public load_client {
public:
  ledger_writer(const std::string& name, load_board& board)
      : load_client("finance", name, board), account_(open_account(client(), "Everyday")) {}

  std::vector<std::string> losses() override {
    std::map<std::int64_t, std::string> there;
    for (const auto& item : all_transactions(client()))
      there[item.at("id").to_number<std::int64_t>()] =
          std::string{item.at("payee").as_string()} + " " +
          std::string{item.at("amount").at("amount").as_string()};
    std::vector<std::string> lost;
    for (const auto& [id, what] : recorded_)
      if (there[id] != what) lost.push_back(what + " was recorded, and is: " + there[id]);
    return lost;
  }

private:
  void step() override {
    const auto number = ++next_;
    const entry what{account_, decimal(-number), "payee " + std::to_string(number)};
    const auto made = ask("POST", "/api/v1/transactions", body_of(what), 201);
    if (!made) return;
    const auto id = made->number("/id");
    recorded_[id] = what.payee + " " + what.amount;
    const auto seen = ask("GET", "/api/v1/transactions/" + std::to_string(id), {}, 200);
    if (seen && seen->text("/payee") != what.payee) complain("a reader shows " + seen->body);
  }

  std::int64_t account_;
  std::int64_t next_ = 0;
  std::map<std::int64_t, std::string> recorded_;
};

/// Looks at lists and reports.
class ledger_reader final : public load_client {
public:
  ledger_reader(const std::string& name, load_board& board) : load_client("finance", name, board) {
    record(client(), {.account = open_account(client(), "Everyday"), .payee = "seen"});
  }
  std::vector<std::string> losses() override { return {}; }

private:
  void step() override {
    const auto page = ask("GET", "/api/v1/transactions?limit=5", {}, 200);
    if (page && page->text("/items/0/payee") != "seen") complain("a page shows " + page->body);
    ask("GET", "/api/v1/reports/spending?from=2026-03-01&to=2026-03-31", {}, 200);
    ask("GET", "/api/v1/accounts", {}, 200);
    ask("GET", "/api/v1/ledger/hash", {}, 200);
  }
};

/// Asks for a score that nobody can give yet, and for those of the past.
class score_client final : public load_client {
public:
  explicit score_client(load_board& board) : load_client("prediction", "score", board) {}
  std::vector<std::string> losses() override { return {}; }

private:
  void step() override {
    ask("GET", "/api/v1/score/history", {}, 200);
    ask("GET", "/api/v1/score", {}, 404);
  }
};

}  // namespace

std::vector<std::unique_ptr<load_client>> usual_clients(load_board& board) {
  std::vector<std::unique_ptr<load_client>> clients;
  clients.push_back(std::make_unique<sign_in_client>(board));
  clients.push_back(std::make_unique<profile_client>(board));
  clients.push_back(std::make_unique<score_client>(board));
  for (const auto name : {"writer1", "writer2"})
    clients.push_back(std::make_unique<ledger_writer>(name, board));
  for (const auto name : {"reader1", "reader2"})
    clients.push_back(std::make_unique<ledger_reader>(name, board));
  return clients;
}

}  // namespace smartfin::test
