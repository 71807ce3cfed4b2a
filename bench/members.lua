-- Takes turns through the users of the file that MEMBERS names, a token and an account a line. WRITES=1: a transaction of its own
-- each time, 40 payees and a year of days; otherwise the user's accounts.
local members, number = {}, 0
for line in io.lines(os.getenv("MEMBERS")) do
  local token, account = line:match("(%S+) (%d+)")
  members[#members + 1] = {
    headers = {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"}, account = account}
end
local writes = os.getenv("WRITES") == "1"
request = function()
  number = number + 1
  local who = members[number % #members + 1]
  if not writes then return wrk.format("GET", "/api/v1/accounts", who.headers) end
  local body = string.format(
    '{"account_id":%s,"date":"2025-%02d-%02d","amount":{"amount":"-%d.%02d","currency":"USD"},"payee":"Payee %d"}',
    who.account, number % 12 + 1, number % 28 + 1, number % 90 + 1, number % 100, number % 40)
  return wrk.format("POST", "/api/v1/transactions", who.headers, body)
end
