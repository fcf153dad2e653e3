-- A store of layout 2: the same jobs, the second a member of a sweep and made with a key.
CREATE TABLE job (
  id TEXT PRIMARY KEY, code TEXT NOT NULL, owner TEXT NOT NULL, run_id TEXT, phase TEXT NOT NULL,
  created_ms INTEGER NOT NULL, queued_ms INTEGER, started_ms INTEGER, ended_ms INTEGER, quote_ms INTEGER,
  destruction_ms INTEGER, duration_s INTEGER NOT NULL, parameters TEXT NOT NULL, results TEXT NOT NULL,
  error TEXT NOT NULL, cores INTEGER NOT NULL, ranks INTEGER NOT NULL,
  abort_requested INTEGER NOT NULL, delete_requested INTEGER NOT NULL, kinship TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
INSERT INTO job VALUES ('0123456789abcdef0123456789abcdef', 'raytrace', 'ada', 'first', 'ERROR',
  1777886102114, 1777886102115, 1777886102200, 1777886109000, NULL, 1780478102114, 86400,
  '[{"name":"config","value":"f_config","file":true,"type":"text/plain"},{"name":"rays","value":"64"}]',
  '[{"file":"run.h5","id":"rays","main":true,"sha256":"cc","size":1099511627776,"type":"application/x-hdf5"}]',
  '{"message":"it failed","detail":"in line 3","transient":false}', 4, 4, 0, 0, '');
INSERT INTO job VALUES ('fedcba9876543210fedcba9876543210', 'lbl', '', NULL, 'PENDING',
  1777886200000, NULL, NULL, NULL, NULL, NULL, 60, '[]', '[]', '', 0, 0, 0, 0, '{"parent":"0a","member":3,"key":"k","request":"r"}');
PRAGMA user_version=2;
