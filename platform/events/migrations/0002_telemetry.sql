-- Realtime reports of vehicles (GB/T 32960.3, commands 02 and 03), one row a report and one column a quantity. Values are the
-- integers of the standard made equal over both editions: offsets taken off, scale kept (units in the comments, the same
-- as COLUMN_UNITS of the codec). Absent, invalid and abnormal: unsigned columns keep the marks of the standard (FF, FFFF,
-- FFFFFFFF and one less), signed ones hold 2147483647. There is no TTL: only the retention manager removes a day.
CREATE TABLE IF NOT EXISTS telemetry
(
    journal LowCardinality(String) CODEC(ZSTD(1)),
    seq UInt64 CODEC(Delta(8), ZSTD(1)),
    idx UInt32 CODEC(Delta(4), ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    source LowCardinality(String) CODEC(ZSTD(1)),
    vin FixedString(17) CODEC(ZSTD(1)),
    -- 16 = edition 2016, 25 = edition 2025
    edition UInt8 CODEC(ZSTD(1)),
    -- 2 = as it happens, 3 = re-sent
    command UInt8 CODEC(ZSTD(1)),
    -- Bit of each information type that the report carried
    subjects UInt16 CODEC(ZSTD(1)),
    state UInt8 CODEC(ZSTD(1)),
    charge UInt8 CODEC(ZSTD(1)),
    mode UInt8 CODEC(ZSTD(1)),
    -- 0.1 km/h
    speed UInt16 CODEC(ZSTD(1)),
    -- 0.1 km
    odometer UInt32 CODEC(ZSTD(1)),
    -- 0.1 V
    voltage UInt16 CODEC(ZSTD(1)),
    -- 0.1 A
    current Int32 CODEC(ZSTD(1)),
    -- %
    soc UInt8 CODEC(ZSTD(1)),
    dcdc UInt8 CODEC(ZSTD(1)),
    gear UInt8 CODEC(ZSTD(1)),
    -- kilohm
    insulation UInt16 CODEC(ZSTD(1)),
    -- %
    accel_pedal UInt8 CODEC(ZSTD(1)),
    brake_pedal UInt8 CODEC(ZSTD(1)),
    engine_state UInt8 CODEC(ZSTD(1)),
    -- r/min
    engine_rpm UInt16 CODEC(ZSTD(1)),
    -- Bit 0: no valid fix
    position_status UInt8 CODEC(ZSTD(1)),
    -- 1 WGS84, 2 GCJ02, 3 other (2025)
    coordinates UInt8 CODEC(ZSTD(1)),
    -- 1e-6 degree, east and north positive
    longitude Int32 CODEC(ZSTD(1)),
    latitude Int32 CODEC(ZSTD(1)),
    -- mV
    max_cell UInt16 CODEC(ZSTD(1)),
    min_cell UInt16 CODEC(ZSTD(1)),
    -- degree Celsius + 40
    max_probe UInt8 CODEC(ZSTD(1)),
    min_probe UInt8 CODEC(ZSTD(1)),
    alarm_level UInt8 CODEC(ZSTD(1)),
    alarm_bits UInt32 CODEC(ZSTD(1)),
    user_bytes UInt32 CODEC(ZSTD(1)),
    signature_algorithm UInt8 CODEC(ZSTD(1)),
    signature_offset UInt16 CODEC(ZSTD(1)),
    motor_no Array(UInt8) CODEC(ZSTD(1)),
    motor_state Array(UInt8) CODEC(ZSTD(1)),
    -- r/min, 0.1 Nm
    motor_rpm Array(Int32) CODEC(ZSTD(1)),
    motor_torque Array(Int32) CODEC(ZSTD(1)),
    -- degree Celsius + 40
    motor_temp Array(UInt8) CODEC(ZSTD(1)),
    controller_temp Array(UInt8) CODEC(ZSTD(1)),
    faults Array(UInt32) CODEC(ZSTD(1)),
    -- 0.1 V, 0.1 A
    pack_voltage Array(UInt16) CODEC(ZSTD(1)),
    pack_current Array(Int32) CODEC(ZSTD(1)),
    -- mV
    cells Array(UInt16) CODEC(ZSTD(1)),
    -- degree Celsius + 40
    probes Array(UInt8) CODEC(ZSTD(1)),

    INDEX time_range time TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(received)
ORDER BY (toStartOfHour(received), vin, time)
SETTINGS
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1,
    min_compressed_bytes_to_fsync_after_merge = 1,
    max_suspicious_broken_parts = 1000000,
    max_suspicious_broken_parts_bytes = 1000000000000,
    non_replicated_deduplication_window = 10000,
    index_granularity = 4096,
    min_parts_to_merge_at_once = 24,
    min_age_to_force_merge_seconds = 600,
    min_age_to_force_merge_on_partition_only = 1;
