-- Takes turns through the paths of the file that SMARTFIN_PATHS names, one a line.
local paths, number = {}, 0
for line in io.lines(os.getenv("SMARTFIN_PATHS")) do paths[#paths + 1] = line end
request = function()
  number = number + 1
  return wrk.format("GET", paths[number % #paths + 1])
end
