//! Tables as large as those of a survey.
