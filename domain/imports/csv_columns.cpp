#include "domain/imports/csv_columns.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "domain/imports/clean_text.hpp"

namespace smartfin {
namespace {

struct header_names {
  column_role role;
  int rank;
  std::string_view names;  // folded, separated by '|'
};

constexpr header_names known_headers[] = {
    {column_role::date, 1,
     "booking date|posting date|posted date|date posted|post date|posted|buchungstag|buchungsdatum|"
     "buchung|boekdatum|boekingsdatum|date de comptabilisation|date comptable|date operation|"
     "date de l operation|date d operation|fecha operacion|fecha de operacion|fecha contable|"
     "data contabile|data operazione|data operacji|data ksiegowania|data mov|data movimento|"
     "bokforingsdag|bokforingsdatum|bokforingsdato|bokfort|bogforingsdato|kirjauspaiva|"
     "date completed|completed date|completed date utc|started date completed|datum boeking"},
    {column_role::date, 2,
     "date|datum|fecha|data|dato|paivamaara|transaction date|trans date|date transaction|"
     "date of transaction|transaktionsdatum|transaktionsdato|umsatzdatum|belegdatum|kaufdatum|"
     "fecha transaccion|data transakcji|data lancamento|txn date|tran date|transdate|day|"
     "transactiedatum|activity date|effective date|created on|datum transakce"},
    {column_role::date, 3,
     "value date|valuta|valutadatum|wertstellung|wertstellungstag|date valeur|date de valeur|"
     "fecha valor|fecha de valor|data valuta|data valor|data waluty|rentedatum|settlement date|"
     "started date|date started|date utc|time|timestamp|datetime|created"},
    {column_role::amount, 1,
     "amount|betrag|umsatz|montant|importe|importo|bedrag|valor|kwota|belopp|belob|belop|summa|"
     "maara|"
     "transaction amount|amount signed|net amount|billing amount|amount in account currency|"
     "betrag in kontowahrung|kwota operacji|kwota "
     "transakcji|monto|cantidad|castka|transaktionsbelopp|"
     "money in out|value|sum|amt|transaktionsbetrag|net|signed amount|trnamt"},
    {column_role::debit, 1,
     "debit|debits|debit amount|withdrawal|withdrawals|withdrawal amount|withdrawal amt|withdrawal "
     "amt inr|"
     "paid out|money out|out|outflow|soll|lastschrift|belastung|debet|debito|cargo|cargos|adeudo|"
     "addebiti|addebito|uscite|dare|uitgaven|obciazenia|wydatki|amount debit|spent|payment amount|"
     "ausgaben|ausgang|ut|ut fra konto|withdrawn|dr amount|saida|debits dr|charges"},
    {column_role::credit, 1,
     "credit|credits|credit amount|deposit|deposits|deposit amount|deposit amt|deposit amt "
     "inr|paid in|"
     "money in|in|inflow|haben|gutschrift|credito|abono|abonos|accrediti|accredito|entrate|avere|"
     "inkomsten|uznania|wplywy|amount credit|received|einnahmen|eingang|inn|inn pa konto|deposited|"
     "cr amount|entrada|lodgement|lodgements"},
    {column_role::direction, 1,
     "soll haben|s h|af bij|debit credit|debit credit indicator|credit debit|credit debit "
     "indicator|"
     "dr cr|cr dr|d c|c d|sens|debet credit|dc|cr|type dr cr"},
    {column_role::direction, 2, "type|transaction type|details|trans type|direction"},
    {column_role::payee, 1,
     "payee|name|merchant|merchant name|counterparty|counterparty name|counter party|beneficiary|"
     "beneficiary name|recipient|payee name|begunstigter|auftraggeber begunstigter|"
     "beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|begunstigter auftraggeber|"
     "name zahlungsbeteiligter|auftraggeber empfanger|empfanger|zahlungsempfanger|"
     "zahlungsempfanger in|zahlungspflichtiger empfanger|partnername|partner name|empfanger name|"
     "naam omschrijving|naam tegenpartij|tegenpartij|tegenpartij naam|naam|beneficiaire|tiers|"
     "beneficiario|destinatario|controparte|kontrahent|nadawca "
     "odbiorca|mottagare|modtager|mottaker|"
     "saaja maksaja|nimi|paid to|to|payee or payer|name of counterparty|nazwa kontrahenta|who"},
    {column_role::payer, 1,
     "payer|zahlungspflichtige r|zahlungspflichtiger|auftraggeber|ordenante|from|paid by"},
    {column_role::note, 1,
     "description|descripcion|transaction description|full "
     "description|particulars|narration|narrative|"
     "verwendungszweck|vorgang verwendungszweck|beschreibung|libelle|libelle operation|"
     "intitule|communication|concepto|descrizione|descrizione operazione|causale|omschrijving|"
     "omschrijving 1|mededelingen|descricao|historico|tytul|tytul operacji|opis|opis operacji|"
     "opis transakcji|text|tekst|beskrivning|beskrivelse|selite|viesti|transaction details|"
     "transaction|original description|statement "
     "description|popis|informationen|wording|transaktion|"
     "rubrik|detail|betreff|buchungsinformation|transaction information"},
    {column_role::note, 2,
     "memo|note|notes|reference|ref|payment reference|extended description|additional information|"
     "info|message|remarks|remark|referenz|kundenreferenz|kundenreferenz end to end|detalle|"
     "observaciones|buchungstext|umsatztyp|details de l operation|libelle complementaire|"
     "omschrijving 2|melding|meddelande|chq ref no|chq ref number|payment details|purpose|"
     "your reference|customer reference"},
    {column_role::currency, 1,
     "currency|ccy|wahrung|waehrung|devise|divisa|valuta code|munt|waluta|valuta "
     "kod|moneda|moeda|cur|"
     "currency code|account currency|mena|valutta|muntsoort|monnaie|iso currency code"},
    {column_role::bank_id, 1,
     "transaction id|transactionid|fitid|transaction identifier|unique id|bank transaction id|"
     "transaktions id|transaktionsid|id transaction|id transaccion|transaction uid|transfer id|"
     "transferwise id|external id|transactie id|volgnr|volgnummer|id operacion|bank reference id"},
    {column_role::check_number, 1,
     "check number|check|cheque number|cheque no|check or slip|check no|chequenumber|serial number|"
     "check slip|numero de cheque"},
    {column_role::balance, 1,
     "balance|running balance|running bal|closing balance|account balance|available balance|saldo|"
     "kontostand|saldo nach buchung|solde|saldo na mutatie|saldo despues|saldo contabile|saldo po "
     "operacji|"
     "balance after|ledger balance|current balance|running total|saldo disponible|bal"},
};

const std::unordered_map<std::string_view, column_match>& header_map() {
  static const auto map = [] {
    std::unordered_map<std::string_view, column_match> built;
    for (const auto& [role, rank, names] : known_headers)
      for (std::size_t at = 0; at < names.size();) {
        const auto stop = std::min(names.find('|', at), names.size());
        built.emplace(names.substr(at, stop - at), column_match{role, rank, {}});
        at = stop + 1;
      }
    return built;
  }();
  return map;
}

std::optional<currency> currency_word(std::string_view folded) {
  if (folded.size() != 3) return std::nullopt;
  std::string code{folded};
  for (char& c : code)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return currency::parse(code);
}

template <std::size_t Size>
bool contains(const std::string_view (&words)[Size], std::string_view wanted) {
  return std::find(std::begin(words), std::end(words), wanted) != std::end(words);
}

}  // namespace

column_match match_header(std::string_view header) {
  if (header.size() > 80) return {};
  std::string_view name;
  const std::string folded = fold_text(header);
  name = folded;
  const auto& map = header_map();
  if (const auto known = map.find(name); known != map.end()) {
    auto match = known->second;
    if (header.find("\xE2\x82\xAC") != header.npos)
      match.unit = currency::parse("EUR");
    else if (header.find("\xC2\xA3") != header.npos)
      match.unit = currency::parse("GBP");
    return match;
  }
  // "Betrag (EUR)", "Amount USD", "Kwota w PLN".
  const auto last = name.rfind(' ');
  if (last == name.npos) return {};
  const auto unit = currency_word(name.substr(last + 1));
  if (!unit) return {};
  name = name.substr(0, last);
  for (const std::string_view link : {" in", " w", " en", " i"})
    if (name.ends_with(link) && name.size() > link.size()) name.remove_suffix(link.size());
  const auto known = map.find(name);
  if (known == map.end()) return {};
  auto match = known->second;
  match.unit = unit;
  return match;
}

direction match_direction(std::string_view cell) {
  if (cell.size() > 24) return direction::unknown;
  static constexpr std::string_view debits[] = {
      "d",   "dr",   "debit", "debet",      "debito", "s",       "soll",       "af",
      "out", "dbit", "cargo", "withdrawal", "debits", "ausgang", "lastschrift"};
  static constexpr std::string_view credits[] = {
      "c",    "cr",      "credit", "h",       "haben",   "bij",       "in",
      "crdt", "credito", "abono",  "deposit", "eingang", "gutschrift"};
  const auto word = fold_text(cell);
  if (contains(debits, word)) return direction::debit;
  return contains(credits, word) ? direction::credit : direction::unknown;
}

bool is_footer_text(std::string_view cell) {
  static constexpr std::string_view words[] = {
      "total",    "totals",  "totale",     "totaal",     "summe",     "gesamt",   "gesamtsumme",
      "saldo",    "balance", "kontostand", "solde",      "suma",      "endsaldo", "anfangssaldo",
      "subtotal", "eof",     "opening",    "closing",    "beginning", "ending",   "schlusssaldo",
      "end",      "alter",   "neuer",      "startsaldo", "eindsaldo", "saldi",    "count"};
  const auto folded = fold_text(cell.substr(0, 64));
  return contains(words, std::string_view{folded}.substr(0, folded.find(' ')));
}

}  // namespace smartfin
