#pragma once

#include <iosfwd>
#include <string>

#include "commands/audit.hpp"
#include "commands/backup.hpp"
#include "commands/demo.hpp"
#include "commands/keys.hpp"
#include "commands/migrate.hpp"
#include "commands/serve.hpp"
#include "commands/status.hpp"
#include "learning/evaluate_command.hpp"
#include "learning/train_command.hpp"
