import type { CallTree, DutyBoard } from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const LATER = '2026-11-23T10:00:00.000Z';
const ID = '018f7a00-0000-7000-8000-000000000001';
const OTHER = '018f7a00-0000-7000-8000-000000000002';

/** The roster in examples. */
export const exampleBoard: DutyBoard = {
  responders: [
    { id: ID, name: '韩梅梅', role: 'commander', phone: '13800000000', deputy: OTHER, deputyName: '李雷' },
    { id: OTHER, name: '李雷', role: 'analyst', phone: '13800000001', deputy: ID, deputyName: '韩梅梅' },
  ],
  shifts: [
    {
      id: ID,
      responder: ID,
      responderName: '韩梅梅',
      weekdays: [1, 2, 3, 4, 5],
      from: '09:00',
      to: '18:00',
      validFrom: '2026-11-01',
      validTo: null,
    },
  ],
  exceptions: [],
  settings: { cover: 'working-time', answerMinutes: 15 },
  onDuty: [
    {
      responder: ID,
      name: '韩梅梅',
      role: 'commander',
      phone: '13800000000',
      until: LATER,
      deputy: { name: '李雷', phone: '13800000001' },
    },
  ],
  from: AT,
  to: '2026-12-07T01:00:00.000Z',
  stretches: [{ responder: ID, name: '韩梅梅', role: 'commander', from: AT, to: LATER }],
  gaps: [],
  gapHours: 0,
  warnings: [],
  weaknesses: [],
};

/** A call tree in examples. */
export const exampleTree: CallTree = {
  id: ID,
  kind: 'test',
  title: '',
  incident: null,
  startedAt: AT,
  startedBy: 'analyst',
  endedAt: null,
  answerMinutes: 15,
  calls: [
    {
      id: OTHER,
      name: '韩梅梅',
      role: 'commander',
      phone: '13800000000',
      step: 0,
      insteadOf: null,
      calledAt: AT,
      dueAt: '2026-11-23T01:15:00.000Z',
      outcome: 'waiting',
      answeredAt: null,
      recordedBy: null,
    },
  ],
  wanted: 1,
  reached: 0,
  escalated: 0,
  slowestMinutes: null,
};
