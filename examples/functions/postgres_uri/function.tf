variable "database_password" {
  type      = string
  sensitive = true
  default   = "p@ss/word"
}

# The password is encoded: postgresql://agent:p%40ss%2Fword@db.example.com:5432/agent?sslmode=require
output "postgres_uri" {
  sensitive = true
  value = provider::langgraph::postgres_uri({
    user     = "agent"
    password = var.database_password
    host     = "db.example.com"
    port     = 5432
    database = "agent"
    options  = { sslmode = "require" }
  })
}
