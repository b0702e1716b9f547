// The elements of the page about backups.

import "./elements/damaged-records.js";
import "./elements/erase-everything.js";
import "./elements/history-table.js";
import "./elements/keeping-promise.js";
import "./elements/restore-backup.js";
import "./elements/save-backup.js";
