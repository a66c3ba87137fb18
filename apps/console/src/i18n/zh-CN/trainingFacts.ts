/** 培训的事实 */
export const trainingFacts = {
  trainingCourses: '数据安全培训课程',
  trainingPeople: '应参加培训人数',
  trainingUnassigned: '未安排培训人数',
  trainingAssigned: '应考人次',
  trainingPassed: '通过人次',
  trainingOverdue: '逾期或次数用完人次',
  trainingExams: '考试次数',
  trainingResultsBroken: '被改动的成绩',
};
