#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/data_folder.hpp"

namespace smartfin {

enum class value_kind : std::uint8_t { integer, text, bytes };

struct column_shape {
  std::string name;
  value_kind kind = value_kind::integer;
};

/// A table as its service's migrations make it.
struct table_shape {
  std::string name;
  std::vector<column_shape> columns;
  std::vector<std::string> key;  ///< the columns of its primary key, in their order
  bool has_counter = false;      ///< ids are counted and never given again
  /// Set when its rows come in front of the row that they refer to, in one transaction with it: a foreign key that is
  /// checked at the commit. Then the table they refer to, and the column that does.
  std::string goes_before, reference;
};

/// What a service's data consist of at a number of its schema.
struct service_shape {
  std::string service;
  int schema = 0;
  std::string definition;  ///< a hash of what the migrations say, the same for every database
  /// In the order in which they can be filled with every guard on.
  std::vector<table_shape> tables;

  std::size_t place_of(const std::string& table) const;
};

/// Runs the first `schema` migrations on a database in memory and asks its catalogue, so that no table can be
/// forgotten. Throws storage_refusal when the service or the number is not known.
service_shape shape_of(const std::string& service, int schema);

/// "a, b, c", of the table's columns.
std::string column_list(const table_shape& table);

}  // namespace smartfin
