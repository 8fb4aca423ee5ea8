# Estimates and standard errors of weighted records, by the R package survey. Run in this folder:
#   Rscript estimates.R > estimates.csv
# Made with the versions that the first lines of estimates.csv name (Debian's r-base-core and r-cran-survey).
#
# The design is what the node assumes: records drawn independently and with replacement, with the file's weights. Domains are
# domains of that design: all records stay in it, as svyby and subset leave them.
suppressPackageStartupMessages(library(survey))
options(digits = 17)

acs <- read.csv("../../../compose/data/acs2024_latam_diaspora_persons16plus.csv", colClasses = "character")
ven <- acs[acs$origin_iso3 == "VEN", ]
ven$weight <- as.numeric(ven$PWGTP)
ven$WKHP <- as.numeric(ven$WKHP)
ven$WAGP <- as.numeric(ven$WAGP)
ven$one <- 1
ven$sex <- ifelse(ven$SEX == "2", "F", "M")
# ISCED 2011, as compose/countries/VEN/survey.toml has it.
isced <- c(rep("0", 3), rep("1", 6), rep("2", 6), rep("3", 2), rep("4", 2), "5", "6", rep("7", 2), "8")
ven$education <- isced[as.integer(ven$SCHL)]
design <- svydesign(ids = ~1, weights = ~weight, data = ven)

say <- function(what, of, by, codes, estimate, error) {
  cat(sprintf("%s,%s,%s,%s,%.15g,%.15g\n", what, of, by, codes, estimate, error), sep = "")
}
# A quantity is missing where somebody was not asked: those who answered are a domain.
domain <- function(rows) subset(design, rows)
total <- function(of, by, codes, rows) {
  made <- svytotal(as.formula(paste0("~", of)), domain(rows & !is.na(ven[[of]])))
  say("total", of, by, codes, coef(made), SE(made))
}
average <- function(of, by, codes, rows) {
  made <- svymean(as.formula(paste0("~", of)), domain(rows & !is.na(ven[[of]])))
  say("mean", of, by, codes, coef(made), SE(made))
}
each <- function(by, act) for (code in sort(unique(ven[[by]]))) act(code, ven[[by]] == code)

cat("# ", R.version.string, ", survey ", as.character(packageVersion("survey")), "\n", sep = "")
cat("what,of,by,codes,estimate,standard_error\n")
all <- rep(TRUE, nrow(ven))
total("one", "", "", all)
for (by in c("sex", "education")) each(by, function(code, rows) total("one", by, code, rows))
each("sex", function(sex, a) each("education", function(education, b) {
  if (any(a & b)) total("one", "sex education", paste(sex, education), a & b)
}))
for (of in c("WKHP", "WAGP")) {
  total(of, "", "", all)
  average(of, "", "", all)
  for (by in c("sex", "education")) each(by, function(code, rows) {
    total(of, by, code, rows)
    average(of, by, code, rows)
  })
}
# Shares: of each level of education among all, and within each sex.
ven$held <- 0
each("education", function(education, b) {
  design$variables$held <<- as.numeric(b)
  made <- svymean(~held, design)
  say("share", "one", "education", education, coef(made), SE(made))
  each("sex", function(sex, a) {
    made <- svymean(~held, subset(design, a))
    say("share", "one", "education within sex", paste(education, sex), coef(made), SE(made))
  })
})
