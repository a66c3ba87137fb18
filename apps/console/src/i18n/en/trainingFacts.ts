/** Facts of the training */
export const trainingFacts = {
  trainingCourses: 'Courses on data security',
  trainingPeople: 'People who take part in training',
  trainingUnassigned: 'People without any course',
  trainingAssigned: 'Exams owed',
  trainingPassed: 'Exams passed and in force',
  trainingOverdue: 'Late, or out of attempts',
  trainingExams: 'Exams handed in',
  trainingResultsBroken: 'Results that were changed',
};
