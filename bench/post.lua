-- Each request a transaction of its own: 40 payees, a year of days. SMARTFIN_ACCOUNT names the account.
local account = os.getenv("SMARTFIN_ACCOUNT") or "1"
local number = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  number = number + 1
  wrk.body = string.format(
    '{"account_id":%s,"date":"2025-%02d-%02d","amount":{"amount":"-%d.%02d","currency":"USD"},"payee":"Payee %d"}',
    account, number % 12 + 1, number % 28 + 1, number % 90 + 1, number % 100, number % 40)
  return wrk.format()
end
