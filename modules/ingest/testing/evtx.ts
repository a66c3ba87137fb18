import { brotliDecompressSync } from 'node:zlib';

/** A Windows event log with two Sysmon records (process creation of `whoami`, network connection), made by hand. */
export const evtxFile = (): Buffer =>
  brotliDecompressSync(
    Buffer.from(
      'W/8PAeKiwHZNE9IshqJcs3Kf/XDw6dohHr4f+3busxWXvBsXEa9UQiKuTCclbVCpNLNQCOkntmwrQEfVm7emJfx75jbnSW4FI1zc' +
        '3xYEBgl4vVlru60mOOf/cvzpbgtt4gM8OoFV3W2NlqZjbeCEe3lZGrYpszDQhMp8AYap5twqgqB3cLhlor8LXbz4zyVxAP6qQ4TM' +
        'cNifnAOAr/VEQ6aLFy9SKQA/pO47y9sr9sz5Vz5knHl3F3QyATicfM/H4x8xFKE/urCZAACAWwX4i87+w80AVBc9EBEAaM8SQPUc' +
        'KwkP1NiXCoLKXEeHF0kRhrw2lok4ylOxoC2iWMdTRnT0dXUNdXRNdRCDYf8hWA+2UGd1c9+bFxAG0nvI2XyTu93hqIeMQRwA7aAA' +
        'xS2IEVBj2ol1uOU6Kw315LVursKUaDAjX+TBLhEX7iyBNEgrWOhdtLrxRK/EUaGUs9Bffp8HMny1BYeggBgAWisAvYJYdTlgMBnh' +
        'Se6VTfqcpxyHlFCQUQIkruTTWdblvBQSwne6NdbVmt1xUSHuyhgqLegT6F5TscpdQByQBrMocOj/YI/i3rL5INqB3KyDBWDZ4KI1' +
        'qqsYSpD6YBGl2ILqmnkMLxfGUUbKQD1OKRqSJhTdRjSFdTX9QigOl9OpKzNfV8/C3Ldmp/kWYUYbeSFPKYVYBoBOjj71JCQpL+8W' +
        't9gIfAs95g8b6ebw6rL3NZCtg9c2ZHqIWsakOQb3afe2pp4g2S99wAXE9xqUnqGdyra6BQUqMDw22y/e09U+vtbeAXqAJ7EB',
      'base64',
    ),
  );
