terraform {
  required_providers {
    notes = { source = "example/notes" }
  }
}

variable "directory" {
  type = string
}

variable "text" {
  type = string
}

provider "notes" {
  directory = var.directory
}

resource "notes_note" "shopping" {
  name = provider::notes::slug("Shopping, this week!")
  text = var.text
}

data "notes_note" "shopping" {
  name = notes_note.shopping.name
}

output "text" {
  value = data.notes_note.shopping.text
}
