-- For wrk(1) with one thread: sends the requests of a file, a line each (METHOD PATH [BODY]), from the first to the last and over again.
-- A write gets a key of its own each time.
-- usage: wrk --script requests.lua … URL -- FILE SEED [REQUESTS]   no further ones after so many

local requests, seed, limit = {}, 0, math.huge
local threads = {}
-- Not local: done() runs beside the thread, and reads it there.
sent = 0

function setup(thread)
   threads[#threads + 1] = thread
end

function init(arguments)
   seed, limit = tonumber(arguments[2]), tonumber(arguments[3]) or math.huge
   for line in io.lines(arguments[1]) do
      local method, path, body = line:match("^(%S+) (%S+) ?(.*)$")
      requests[#requests + 1] = body == "" and wrk.format(method, path) or { method, path, body }
   end
end

function request()
   local line = requests[sent % #requests + 1]
   sent = sent + 1
   if sent > limit then wrk.thread:stop() end
   if type(line) == "string" then return line end
   wrk.headers["Content-Type"] = "application/json"
   wrk.headers["Idempotency-Key"] = string.format("%08x-0000-4000-8000-%012x", seed, sent)
   return wrk.format(line[1], line[2], nil, line[3])
end

function done(summary, latency)
   local errors = summary.errors
   -- wrk asks for one before it starts, and does not send that.
   local sent = threads[1]:get("sent") - 1
   local broken = errors.connect + errors.read + errors.write + errors.timeout
   io.write(string.format(
      'figures {"sent": %d, "answers": %d, "seconds": %.6f, "refused": %d, "broken": %d, "p50": %.3f, "p99": %.3f}\n',
      sent, summary.requests, summary.duration / 1e6, errors.status, broken,
      latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
