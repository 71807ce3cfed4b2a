#include "actors/finance/kept_answers.hpp"

#include "messages/json_schema.hpp"
#include "storage/vault.hpp"

namespace smartfin {

std::string kept_answers::form_of(const json::shape& type) {
  return SMARTFIN_VERSION "-" + content_hash(json::schema_document(type)).substr(0, 8);
}

std::string kept_answers::key_of(const book_question& asked, const std::string& form) {
  return asked.kind + '-' + form + ':' + std::to_string(asked.book.value) + ':' +
         std::to_string(asked.version) + '-' + asked.history + ':' + asked.words;
}

}  // namespace smartfin
