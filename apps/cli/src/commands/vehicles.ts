import { Vehicle } from '@chedun/assets/contract';
import { isDomainError } from '@chedun/kernel';
import { LatestAnswer, Quantity, QUANTITY_UNITS, type Reading, type Report } from '@chedun/telemetry/contract';
import type { Command } from 'commander';
import { Argument } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';
import { vinArgument } from './telemetry.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const NAMES: Readonly<Record<Quantity, string>> = {
  speed: '车速',
  odometer: '累计里程',
  voltage: '总电压',
  current: '总电流',
  soc: '电量',
  insulation: '绝缘电阻',
  accelPedal: '加速踏板',
  brakePedal: '制动踏板',
  engineRpm: '发动机转速',
  maxCell: '单体最高电压',
  minCell: '单体最低电压',
  maxProbe: '最高温度',
  minProbe: '最低温度',
  alarmLevel: '最高报警等级',
};
const MARKS = { absent: '未上报', invalid: '无效', abnormal: '异常' } as const;

const readingText = (context: Context, { value, mark }: Reading, unit: string): string => {
  if (value !== null) return `${value} ${unit}`.trim();
  return mark === null ? '-' : say(context, { zh: MARKS[mark], en: mark });
};

const reportText = (context: Context, report: Report): string => {
  const head = [say(context, { zh: '数据项', en: 'QUANTITY' }), say(context, { zh: '值', en: 'VALUE' })];
  const quantities = Quantity.options
    .filter((name) => report.quantities[name].mark !== 'absent')
    .map((name) => [
      say(context, { zh: NAMES[name], en: name }),
      readingText(context, report.quantities[name], QUANTITY_UNITS[name]),
    ]);
  const { position, alarms } = report;
  const more = [
    [say(context, { zh: '位置', en: 'position' }), position === null ? '-' : `${position.lat}, ${position.lon}`],
    [say(context, { zh: '报警', en: 'alarms' }), alarms.length === 0 ? '-' : alarms.join(', ')],
    [say(context, { zh: '来源', en: 'source' }), `${report.source} (GB/T 32960.3-${report.edition})`],
  ];
  return `${say(context, { zh: '最近上报', en: 'newest report' })} ${localTime(report.time)}\n${table(head, [...quantities, ...more])}`;
};

const vehicleText = (context: Context, vehicle: Vehicle): string => {
  const name = plain([vehicle.brand, vehicle.model, vehicle.modelYear ?? ''].join(' '));
  const head = [
    say(context, { zh: '控制器', en: 'ECU' }),
    say(context, { zh: '软件', en: 'SOFTWARE' }),
    say(context, { zh: '硬件', en: 'HARDWARE' }),
    say(context, { zh: '供应商', en: 'SUPPLIER' }),
  ];
  const rows = vehicle.ecus.map((ecu) => [ecu.name, ecu.softwareVersion, ecu.hardwareVersion, ecu.supplier]);
  return [`${vehicle.vin} ${name}`.trim(), ...(rows.length === 0 ? [] : [table(head, rows)])].join('\n');
};

/** The register may not know a vehicle that reports. */
const registered = async (context: Context, target: Target, vin: string): Promise<Vehicle | null> => {
  try {
    return await ask(context, target, { path: `/assets/vehicles/${vin}`, answer: Vehicle });
  } catch (error) {
    if (isDomainError(error, 'cli.server-refused') && error.detail['serverCode'] === 'assets.no-such-asset')
      return null;
    throw error;
  }
};

const showVehicle = async (context: Context, vin: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const vehicle = await registered(context, target, vin);
  const { report } = await ask(context, target, { path: `/telemetry/vehicles/${vin}/latest`, answer: LatestAnswer });
  show(context, flags, { vin, vehicle, report }, () =>
    [
      vehicle === null
        ? say(context, { zh: `${vin} 未登记`, en: `${vin} is not registered` })
        : vehicleText(context, vehicle),
      report === null
        ? say(context, { zh: '没有收到实时上报', en: 'no report was received' })
        : reportText(context, report),
    ].join('\n\n'),
  );
  return vehicle === null && report === null ? 1 : 0;
};

/** `chedun vehicles show VIN`: what a vehicle is and what it reported last. */
export const vehiclesCommands = (parent: Command, context: Context): void => {
  const vehicles = addCommand(parent, context, 'vehicles', { zh: '车辆', en: 'vehicles' });
  const command = addCommand(vehicles, context, 'show', {
    zh: '一辆车的档案、控制器与最近一次上报；都没有时以 1 结束',
    en: 'profile, ECUs and newest report of a vehicle; ends with 1 when there is neither',
  }).addArgument(
    new Argument('<vin>', say(context, { zh: '车辆识别代号', en: 'vehicle identification number' })).argParser(
      vinArgument,
    ),
  );
  withServer(withJson(command, context), context).action((vin: string, flags: Flags) =>
    context.end(showVehicle(context, vin, flags)),
  );
};
